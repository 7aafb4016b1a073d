import { sql, type Kysely } from 'kysely'

const ALLERGENS =
  sql.raw(`array['CELERY', 'CRUSTACEANS', 'EGGS', 'FISH', 'GLUTEN', 'LUPIN', 'MILK', 'MOLLUSCS',
  'MUSTARD', 'PEANUTS', 'SESAME', 'SOYBEANS', 'SULPHITES', 'TREE_NUTS']`)
const DIETS = sql.raw(
  `array['DAIRY_FREE', 'GLUTEN_FREE', 'HALAL', 'KOSHER', 'NUT_FREE', 'VEGAN', 'VEGETARIAN']`,
)

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cakes (
      id uuid primary key,
      slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      name text not null,
      name_key text collate "C" not null,
      description text not null,
      status text not null check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
      categories text[] not null,
      allergens text[] not null check (allergens <@ ${ALLERGENS}),
      diets text[] not null check (diets <@ ${DIETS}),
      price_from integer not null check (price_from >= 0),
      lead_days integer not null check (lead_days between 0 and 365),
      cutoff time(0),
      season_from date,
      season_until date,
      inscription_max_length integer check (inscription_max_length between 1 and 500),
      tax_rate_basis_points integer check (tax_rate_basis_points between 0 and 10000),
      created_at timestamptz not null,
      updated_at timestamptz not null,
      check (season_from <= season_until)
    )`.execute(db)
  await sql`create index cakes_by_name on cakes (name_key, id)`.execute(db)
  await sql`create index cakes_by_price on cakes (price_from, id)`.execute(db)
  await sql`create index cakes_by_age on cakes (created_at, id)`.execute(db)

  await sql`
    create table cake_images (
      cake_id uuid not null references cakes (id),
      position integer not null,
      url text not null,
      alt text not null,
      primary key (cake_id, position)
    )`.execute(db)

  await sql`
    create table cake_variants (
      id uuid primary key,
      cake_id uuid not null references cakes (id),
      sku text not null unique,
      name text not null,
      servings integer not null check (servings between 1 and 100000),
      price integer not null check (price >= 0),
      production_units integer not null check (production_units between 0 and 100000)
    )`.execute(db)
  await sql`create index cake_variants_by_cake on cake_variants (cake_id, price, id)`.execute(db)

  await sql`
    create table option_groups (
      id uuid primary key,
      cake_id uuid not null references cakes (id),
      position integer not null,
      name text not null,
      min_choices integer not null check (min_choices >= 0),
      max_choices integer not null check (max_choices >= min_choices),
      pricing text not null check (pricing in ('SUM', 'HIGHEST'))
    )`.execute(db)
  await sql`create index option_groups_by_cake on option_groups (cake_id, position)`.execute(db)

  await sql`
    create table cake_options (
      id uuid primary key,
      group_id uuid not null references option_groups (id) on delete cascade,
      position integer not null,
      name text not null,
      surcharge integer not null check (surcharge >= 0),
      allergens text[] not null check (allergens <@ ${ALLERGENS}),
      available boolean not null
    )`.execute(db)
  await sql`create index cake_options_by_group on cake_options (group_id, position)`.execute(db)

  await sql`
    create table cake_words (
      word text collate "C" not null,
      cake_id uuid not null references cakes (id),
      primary key (word, cake_id)
    )`.execute(db)
  await sql`create index cake_words_by_cake on cake_words (cake_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table cake_words, cake_options, option_groups, cake_variants, cake_images, cakes`.execute(db)
}
