-- An order, its lines and its place in the slot; PostGraphile makes a mutation of it and runs it in a transaction.
create or replace function place_order(customer_id uuid, variant_ids uuid[], quantities int[], slot_date date, slot_start time)
returns orders language plpgsql volatile as $$
declare
  placed orders;
begin
  insert into orders (id, number, status, version, customer_id, placed_by, method, slot_date, slot_start, slot_end,
    starts_at, ends_at, prices_include_tax, subtotal, delivery_fee, tax, total, allergens, production_units, placed_at, updated_at)
  select gen_random_uuid(),
    'B-' || (select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + floor(random() * 32)::int, 1), '') from generate_series(1, 12)),
    'PENDING', 1, place_order.customer_id, 'CUSTOMER', 'PICKUP', place_order.slot_date, place_order.slot_start,
    place_order.slot_start + interval '30 minutes',
    (place_order.slot_date + place_order.slot_start) at time zone 'Europe/Amsterdam',
    (place_order.slot_date + place_order.slot_start + interval '30 minutes') at time zone 'Europe/Amsterdam',
    true, sum(v.price * quantity), 0, round(sum(v.price * quantity) * 900 / 10900.0), sum(v.price * quantity),
    array(select distinct unnest(c.allergens) from cake_variants v join cakes c on c.id = v.cake_id where v.id = any(variant_ids) order by 1),
    sum(v.production_units * quantity), now(), now()
  from unnest(variant_ids, quantities) as wish (variant_id, quantity) join cake_variants v on v.id = wish.variant_id
  returning * into placed;
  insert into order_items (id, order_id, position, cake_id, variant_id, cake_name, variant_name, quantity, unit_price, total,
    tax_rate_basis_points, production_units, allergens)
  select gen_random_uuid(), placed.id, position - 1, c.id, v.id, c.name, v.name, quantity, v.price, v.price * quantity, 900,
    v.production_units * quantity, c.allergens
  from unnest(variant_ids, quantities) with ordinality as wish (variant_id, quantity, position)
  join cake_variants v on v.id = wish.variant_id join cakes c on c.id = v.cake_id;
  insert into slot_usage as u (method, date, start_time, booked)
  values ('PICKUP', place_order.slot_date, place_order.slot_start, 1)
  on conflict (date, method, start_time) do update set booked = u.booked + 1 where u.booked < 10000;
  if not found then
    raise exception 'The slot is full.';
  end if;
  return placed;
end $$;

-- A condition on a column without an index has to be asked for.
comment on column cakes.status is '@behavior +attribute:filterBy';
