import type { Allergen } from '../gql/graphql.ts'
import { allergenName, listed } from '../words.ts'

/** What is in it, and what of that the one who is signed in must not eat. */
export function Allergens({ allergens, conflicts = [] }: { allergens: Allergen[]; conflicts?: Allergen[] }) {
  return (
    <div className="allergens">
      <p>
        {allergens.length > 0 ? (
          <>
            <b>Contains</b> {listed(allergens.map(allergenName))}
          </>
        ) : (
          'Contains none of the fourteen allergens'
        )}
      </p>
      {conflicts.length > 0 && (
        <p className="conflict" role="alert">
          You told us that you cannot eat {listed(conflicts.map(allergenName))}.
        </p>
      )}
    </div>
  )
}
