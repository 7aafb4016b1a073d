import type { Draft } from './draft.ts'

interface Props {
  draft: Draft
  /** What is wrong, by the path of the field. */
  problems: ReadonlyMap<string, string>
  onDraft: (changes: Partial<Draft>) => void
}

const FIELDS = [
  { name: 'name', label: 'Name', type: 'text' },
  { name: 'phone', label: 'Telephone', type: 'tel' },
  { name: 'email', label: 'E-mail', type: 'email' },
] as const

export function ContactForm({ draft, problems, onDraft }: Props) {
  const { contact, note } = draft
  return (
    <>
      <h3>Who?</h3>
      <div className="contact">
        {FIELDS.map(({ name, label, type }) => {
          const problem = problems.get(`contact.${name}`)
          return (
            <label key={name}>
              {label}
              <input
                type={type}
                name={name}
                autoComplete="off"
                value={contact[name]}
                aria-invalid={Boolean(problem)}
                aria-describedby={problem ? `wrong-${name}` : undefined}
                onChange={(event) => onDraft({ contact: { ...contact, [name]: event.target.value } })}
              />
              {problem && (
                <span id={`wrong-${name}`} className="problem">
                  {problem}
                </span>
              )}
            </label>
          )
        })}
        <label className="wide">
          Anything else
          <textarea
            rows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => onDraft({ note: event.target.value })}
          />
        </label>
      </div>
      {problems.has('contact') && <p className="problem">{problems.get('contact')}</p>}
    </>
  )
}
