import { useEffect, useState } from 'react'
import { useDates } from '../bakery.ts'
import { allergenName, dietName } from '../words.ts'

interface FiltersProps {
  params: URLSearchParams
  categories: string[]
  change: (name: string, values: string[]) => void
}

const DIETS = ['VEGAN', 'VEGETARIAN', 'GLUTEN_FREE', 'DAIRY_FREE', 'NUT_FREE', 'HALAL', 'KOSHER']
const ALLERGENS = ['GLUTEN', 'EGGS', 'MILK', 'TREE_NUTS', 'PEANUTS', 'SOYBEANS', 'SESAME', 'SULPHITES']

export function Filters({ params, categories, change }: FiltersProps) {
  const dates = useDates()
  const chosen = ['on', 'people', 'sort', 'diet', 'without'].flatMap((name) => params.getAll(name)).length
  return (
    <search className="filters">
      <SearchField value={params.get('search') ?? ''} change={(text) => change('search', [text])} />
      <details open={chosen > 0 || undefined}>
        <summary>More to ask for{chosen > 0 && ` (${chosen})`}</summary>
        <div className="row">
          <label>
            Needed on
            <input
              type="date"
              min={dates.today()}
              value={params.get('on') ?? ''}
              onChange={(event) => change('on', [event.target.value])}
            />
          </label>
          <label>
            For how many
            <select
              value={params.get('people') ?? ''}
              onChange={(event) => change('people', [event.target.value])}
            >
              <option value="">any number</option>
              {[6, 10, 15, 20, 30, 50].map((people) => (
                <option key={people} value={people}>
                  {people} or more
                </option>
              ))}
            </select>
          </label>
          <label>
            Sorted by
            <select
              value={params.get('sort') ?? 'NAME'}
              onChange={(event) => change('sort', [event.target.value])}
            >
              <option value="NAME">name</option>
              <option value="PRICE_ASC">price, low to high</option>
              <option value="PRICE_DESC">price, high to low</option>
              <option value="NEWEST">newest</option>
            </select>
          </label>
        </div>
        <Choices
          legend="It has to be"
          name="diet"
          values={DIETS}
          say={dietName}
          params={params}
          change={change}
        />
        <Choices
          legend="It must hold no"
          name="without"
          values={ALLERGENS}
          say={allergenName}
          params={params}
          change={change}
        />
      </details>
      <fieldset className="pills">
        <legend className="unseen">What kind of cake</legend>
        {['', ...categories].map((category) => (
          <label key={category}>
            <input
              type="radio"
              name="category"
              checked={(params.get('category') ?? '') === category}
              onChange={() => change('category', [category])}
            />
            <span>{category || 'all'}</span>
          </label>
        ))}
      </fieldset>
    </search>
  )
}

interface ChoicesProps extends Omit<FiltersProps, 'categories'> {
  legend: string
  name: string
  values: string[]
  say: (value: string) => string
}

function Choices({ legend, name, values, say, params, change }: ChoicesProps) {
  const chosen = params.getAll(name)
  return (
    <fieldset className="pills">
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              change(name, target.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
            }
          />
          <span>{say(value)}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Asks once one stops to type. */
function SearchField({ value, change }: { value: string; change: (text: string) => void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return undefined
    const timer = setTimeout(() => change(text), 300)
    return () => clearTimeout(timer)
  })
  return (
    <label className="look">
      <span className="unseen">Look for a cake</span>
      <input
        type="search"
        placeholder="Chocolate, lemon, wedding …"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  )
}
