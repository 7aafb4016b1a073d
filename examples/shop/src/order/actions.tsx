import { Button } from 'react-aria-components/Button'
import { Dialog, DialogTrigger, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { ReactNode } from 'react'
import { Cancel } from './cancel.tsx'
import type { OrderViewProps } from './order-view.tsx'
import { Reschedule } from './reschedule.tsx'

interface ActionsProps extends OrderViewProps {
  offered: string[]
}

/** Only what the API offers: `availableActions` is empty once it is too late. */
export default function Actions({ offered, ...props }: ActionsProps) {
  return (
    <div className="actions">
      {offered.includes('RESCHEDULE') && (
        <InDialog button="Another time" title="When would suit you better?">
          {(close) => <Reschedule {...props} close={close} />}
        </InDialog>
      )}
      {offered.includes('CANCEL') && (
        <InDialog button="Cancel the order" title="Cancel this order?">
          {(close) => <Cancel {...props} close={close} />}
        </InDialog>
      )}
    </div>
  )
}

interface InDialogProps {
  button: string
  title: string
  children: (close: () => void) => ReactNode
}

const InDialog = ({ button, title, children }: InDialogProps) => (
  <DialogTrigger>
    <Button className="second">{button}</Button>
    <ModalOverlay className="veil" isDismissable>
      <Modal className="modal">
        <Dialog className="dialog">
          {({ close }) => (
            <>
              <Heading slot="title">{title}</Heading>
              {children(close)}
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  </DialogTrigger>
)
