/** Whether what is shown follows by itself at once, or is asked for every few seconds. */
export function LiveSign({ isLive }: { isLive: boolean }) {
  return (
    <p className="live" data-live={isLive} role="status">
      {isLive ? 'Live' : 'Connection lost: asking again and again'}
    </p>
  )
}
