select json_build_object('cakes', json_build_object('nodes', json_agg(json_build_object(
  'id', c.id, 'slug', c.slug, 'name', c.name, 'allergens', c.allergens,
  'priceFrom', json_build_object('amount', c.price_from), 'variants', v.list) order by c.name_key, c.id)))::text as answer
from (select * from cakes where status = 'ACTIVE' order by name_key, id limit $1) c
cross join lateral (
  select coalesce(json_agg(json_build_object('id', id, 'name', name, 'servings', servings,
    'price', json_build_object('amount', price)) order by price, id), '[]') as list
  from cake_variants where cake_id = c.id) v
