import type { InputHTMLAttributes } from 'react'

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  name: string
  /** What the API says of it. */
  mistake?: string | undefined
  write: (text: string) => void
}

export function Field({ label, name, mistake, write, ...input }: FieldProps) {
  return (
    <label className="field">
      {label}
      <input
        {...input}
        name={name}
        aria-invalid={mistake !== undefined}
        aria-describedby={mistake && `${name}-mistake`}
        onChange={(event) => write(event.target.value)}
      />
      {mistake && (
        <small id={`${name}-mistake`} className="mistake">
          {mistake}
        </small>
      )}
    </label>
  )
}
