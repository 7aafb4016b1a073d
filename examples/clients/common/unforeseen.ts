/**
 * For the `default` of a `switch`. It compiles only where all that the schema knows has a case of its own; what the API
 * learns later than this page was built comes here at run time, with a message where it is a refusal.
 */
export function unforeseen(result: never): string {
  return (
    (result as { message?: string }).message ?? 'This page is too old to show that. Please load it again.'
  )
}
