import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  isWide?: boolean
}

/** A sheet of paper over the page. Focus stays in it, Escape closes it. */
export function Paper({ title, onClose, children, isWide = false }: Props) {
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={onClose}>
      <Modal className="paper" data-wide={isWide || undefined}>
        <Dialog>
          <Heading slot="title">{title}</Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
