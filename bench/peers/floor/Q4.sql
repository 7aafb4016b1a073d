with line as (
  select gen_random_uuid() as id, v.id as variant_id, v.cake_id, c.name as cake_name, v.name as variant_name, v.price,
    wish.quantity, wish.quantity * v.price as total, v.production_units * wish.quantity as units, c.allergens, wish.position - 1 as position
  from unnest($2::uuid[], $3::int[]) with ordinality as wish (variant_id, quantity, position)
  join cake_variants v on v.id = wish.variant_id join cakes c on c.id = v.cake_id
), sums as (
  select sum(total)::int as total, sum(units)::int as units from line
), taken as (
  insert into slot_usage as u (method, date, start_time, booked) values ('PICKUP', $4::date, $5::time, 1)
  on conflict (date, method, start_time) do update set booked = u.booked + 1 where u.booked < 10000
  returning date, start_time
), placed as (
  insert into orders (id, number, status, version, customer_id, placed_by, method, slot_date, slot_start, slot_end,
    starts_at, ends_at, prices_include_tax, subtotal, delivery_fee, tax, total, allergens, production_units, placed_at, updated_at)
  select gen_random_uuid(), $6, 'PENDING', 1, $1, 'CUSTOMER', 'PICKUP', date, start_time, start_time + interval '30 minutes',
    (date + start_time) at time zone 'Europe/Amsterdam', (date + start_time + interval '30 minutes') at time zone 'Europe/Amsterdam',
    true, total, 0, round(total * 900 / 10900.0), total,
    array(select distinct unnest(allergens) from line order by 1), units, now(), now()
  from taken, sums
  returning id, number, status, total
), written as (
  insert into order_items (id, order_id, position, cake_id, variant_id, cake_name, variant_name, quantity, unit_price, total,
    tax_rate_basis_points, production_units, allergens)
  select line.id, placed.id, position, cake_id, variant_id, cake_name, variant_name, quantity, price, line.total, 900, units, allergens
  from line, placed
)
select json_build_object('placeOrder', (select json_build_object('id', id, 'number', number, 'status', status,
  'total', json_build_object('amount', total),
  'items', (select json_agg(json_build_object('id', id, 'quantity', quantity, 'cakeName', cake_name,
    'total', json_build_object('amount', total)) order by position) from line)) from placed))::text as answer
