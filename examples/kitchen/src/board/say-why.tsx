import type { FormEvent } from 'react'
import { Paper } from '../dialog.tsx'
import { fieldOf } from '../form.ts'

interface Props {
  title: string
  onClose: () => void
  onSaid: (note: string) => void
}

export function SayWhy({ title, onClose, onSaid }: Props) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    onSaid(fieldOf(event.currentTarget, 'note'))
  }
  return (
    <Paper title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <label>
          Why? The customer reads it.
          <textarea name="note" rows={3} maxLength={2000} autoFocus />
        </label>
        <p className="choices-row">
          <button type="button" className="quiet" onClick={onClose}>
            Leave it as it is
          </button>
          <button className="primary danger">Yes, do it</button>
        </p>
      </form>
    </Paper>
  )
}
