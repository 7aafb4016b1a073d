import { Link } from 'wouter'
import { useDates } from '../bakery.ts'
import { graphql } from '../gql/gql.ts'
import type { CakePartsFragment } from '../gql/graphql.ts'
import { dietName } from '../words.ts'

graphql(`
  fragment CakeParts on Cake {
    slug
    name
    diets
    earliestDate
    priceFrom {
      formatted
    }
    images {
      url
      alt
    }
  }
`)

export function CakeCard({ cake, eager }: { cake: CakePartsFragment; eager: boolean }) {
  const dates = useDates()
  const [image] = cake.images
  return (
    <Link href={`/cakes/${cake.slug}`} className="card">
      {image && <img src={image.url} alt="" width="400" height="300" loading={eager ? 'eager' : 'lazy'} />}
      <span className="about">
        <strong>{cake.name}</strong>
        <span className="price">
          <small>from</small> {cake.priceFrom.formatted}
        </span>
        <span className="soon">
          {cake.earliestDate ? (
            <>
              earliest <time lang={dates.locale}>{dates.short(cake.earliestDate)}</time>
            </>
          ) : (
            'not to be had at the moment'
          )}
        </span>
        {cake.diets.length > 0 && (
          <span className="diets">
            {cake.diets.slice(0, 3).map((diet) => (
              <span key={diet}>{dietName(diet)}</span>
            ))}
          </span>
        )}
      </span>
    </Link>
  )
}
