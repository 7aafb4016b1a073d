select json_build_object('orders', json_build_object('nodes', json_agg(json_build_object(
  'id', o.id, 'number', o.number, 'status', o.status,
  'placedAt', to_char(o.placed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'slot', json_build_object('date', o.slot_date, 'startTime', left(o.slot_start::text, 5)),
  'total', json_build_object('amount', o.total),
  'customer', case when k.id is not null then json_build_object('id', k.id, 'name', k.name, 'email', k.email) end,
  'items', i.list) order by o.placed_at desc, o.id desc)))::text as answer
from (select * from orders order by placed_at desc, id desc limit $1) o
left join customers k on k.id = o.customer_id
cross join lateral (
  select coalesce(json_agg(json_build_object('id', l.id, 'quantity', l.quantity, 'cakeName', l.cake_name,
    'variantName', l.variant_name, 'total', json_build_object('amount', l.total),
    'cake', json_build_object('id', c.id, 'slug', c.slug, 'name', c.name)) order by l.position), '[]') as list
  from order_items l join cakes c on c.id = l.cake_id where l.order_id = o.id) i
