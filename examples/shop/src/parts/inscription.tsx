interface InscriptionProps {
  text: string
  write: (text: string) => void
  atMost: number
}

/** A line to write on the cake, counted as the API counts. */
export function Inscription({ text, write, atMost }: InscriptionProps) {
  // As a reader counts: 🏳️‍🌈 is one.
  const length = [...new Intl.Segmenter().segment(text.trim())].length
  return (
    <label className="inscription">
      What to write on it
      <input
        value={text}
        placeholder="Happy birthday, Zoë!"
        aria-describedby="room"
        aria-invalid={length > atMost}
        ref={(input) => input?.setCustomValidity(length > atMost ? `${atMost} characters fit.` : '')}
        onChange={(event) => write(event.target.value)}
      />
      <small id="room">
        {length} of {atMost} characters
      </small>
    </label>
  )
}
