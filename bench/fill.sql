-- 10,000 customers, 100,000 orders and 250,000 lines, as placing and moving along writes them.
-- `choices` holds every size of every cake with its mandatory options, numbered from 0.

-- Keys lead to rows that are made here: to look for each of two million would take a minute.
set session_replication_role = replica;
set work_mem = '512MB';

insert into customers (id, subject, name, email, email_key, phone, allergies, created_at, updated_at)
select uuidv7(at - now()), 'sample|' || email, name, email, email,
       '06 0000 ' || lpad((n % 10000)::text, 4, '0'),
       case n % 7 when 0 then array['TREE_NUTS'] when 3 then array['GLUTEN', 'MILK'] else '{}' end, at, at
from generate_series(1, 10000) n
cross join lateral (select
  (array['Anna', 'Bram', 'Chloe', 'Daan', 'Emma', 'Finn', 'Greta', 'Hugo', 'Iris', 'Jonas', 'Kira', 'Lars', 'Mila', 'Noah', 'Olga', 'Pim',
         'Quinn', 'Rosa', 'Sven', 'Tess'])[1 + n % 20] || ' ' ||
  (array['Bakker', 'de Vries', 'Jansen', 'Visser', 'Smit', 'Meijer', 'Mulder', 'Bos', 'Vos', 'Peters', 'Hendriks', 'Dekker', 'Brouwer',
         'de Wit', 'Dijkstra', 'Smits', 'de Graaf'])[1 + n / 20 % 17] as name,
  'customer' || n || '@example.com' as email,
  date_trunc('milliseconds', now()) - interval '2 years' - make_interval(mins => 10000 - n) as at) made;

create temp table buyers as
select row_number() over (order by created_at) - 1 as no, id, name, email, phone from customers;
alter table buyers add primary key (no);

analyze buyers, customers, choices;

-- The lines first: what an order comes to is the sum of them.
create temp table lines as
select i, position, choice.*, 1 + (i * 3 + position) % 11 / 9 as quantity
from generate_series(1, 100000) i
cross join lateral generate_series(0, i % 4) position
join choices choice on choice.no = (i * 7919 + position * 104729) % (select count(*) from choices);

analyze lines;

create temp table sums as
select i, sum(quantity * unit_price)::int as subtotal, sum(quantity * units)::int as units
from lines group by i;
alter table sums add primary key (i);

create temp table contained as
select i, array_agg(distinct allergen order by allergen) as allergens
from lines cross join unnest(allergens) allergen group by i;
alter table contained add primary key (i);

create temp table fees as
select i, case when i % 5 = 0 then 795 else 0 end as fee from generate_series(1, 100000) i;

-- For each rate of tax the half-up share of what was sold at it; the fee is taxed as the bakery's own.
create temp table taxes as
select i, sum(floor((2 * amount * rate + 10000 + rate) / (2 * (10000 + rate))))::int as tax
from (
  select i, rate::bigint, sum(amount)::bigint as amount
  from (select i, tax_rate as rate, quantity * unit_price as amount from lines
        union all select i, (select tax_rate_basis_points from bakery), fee from fees) parts
  group by i, rate
) by_rate group by i;
alter table taxes add primary key (i);

create temp table drafts as
select i, uuidv7(placed_at - now()) as id,
  'B-' || (select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (code >> (5 * digit))::int % 32 + 1, 1), '' order by digit)
           from generate_series(0, 5) digit) as number,
  placed_at, slot_date, make_time(8 + i % 10, 30 * (i / 10 % 2), 0) as slot_start,
  case when slot_date >= current_date then case i % 3 when 0 then 'PENDING' else 'CONFIRMED' end
       when i % 20 = 7 then 'CANCELLED' when i % 50 = 9 then 'NO_SHOW' else 'COMPLETED' end as status,
  case when i % 5 = 0 then 'DELIVERY' else 'PICKUP' end as method,
  case when i % 10 <> 1 then (i * 7907::bigint) % 10000 end as buyer
from generate_series(1, 100000) i
cross join lateral (select (i * 654321987::bigint + 12345) % (32 ^ 6)::bigint as code) numbered
cross join lateral (select date_trunc('milliseconds', now()) - make_interval(secs => (100000 - i) * 631) as placed_at) placed
cross join lateral (select (placed_at at time zone 'Europe/Amsterdam')::date + 3 + i % 7 as slot_date) slotted;

analyze drafts, sums, contained, fees, taxes;

create temp table steps as
select i, row_number() over (partition by i order by nth) as version, step.status, action, by_role,
  case when nth = 1 then placed_at else least(placed_at + (nth - 1) * interval '11 hours', now()) end as at
from drafts
join (values (1, 'PENDING', null, 'CUSTOMER'), (2, 'CONFIRMED', 'CONFIRM', 'STAFF'),
             (3, 'IN_PRODUCTION', 'START_PRODUCTION', 'STAFF'), (4, 'READY', 'MARK_READY', 'STAFF'),
             (5, 'COMPLETED', 'COMPLETE', 'STAFF'), (5, 'NO_SHOW', 'MARK_NO_SHOW', 'STAFF'),
             (5, 'CANCELLED', 'CANCEL', 'CUSTOMER')) step (nth, status, action, by_role)
  on nth = 1 or step.status = drafts.status
  or (nth <= 4 and drafts.status in ('COMPLETED', 'NO_SHOW') and nth > 1);
create temp table newest as select i, max(version) as version, max(at) as at from steps group by i;
alter table newest add primary key (i);

analyze steps, newest;

insert into orders (id, number, status, version, customer_id, placed_by, contact_name, contact_email, contact_phone,
  contact_email_key, contact_phone_key, method, slot_date, slot_start, slot_end, starts_at, ends_at,
  address_line1, address_postal_code, address_city, address_country, note, prices_include_tax,
  subtotal, delivery_fee, tax, total, allergens, production_units, placed_at, updated_at)
select d.id, number, status, newest.version, buyers.id, case when buyers.id is not null then 'CUSTOMER' end,
  coalesce(name, 'Guest ' || d.i), coalesce(email, 'guest' || d.i || '@example.com'), phone,
  coalesce(email, 'guest' || d.i || '@example.com'), regexp_replace(phone, '\D', '', 'g'),
  method, slot_date, slot_start, slot_start + interval '30 minutes',
  (slot_date + slot_start) at time zone 'Europe/Amsterdam',
  (slot_date + slot_start + interval '30 minutes') at time zone 'Europe/Amsterdam',
  case when fee > 0 then 'Kleine Houtstraat ' || 1 + d.i % 200 end, case when fee > 0 then '2011 DE' end,
  case when fee > 0 then 'Haarlem' end, case when fee > 0 then 'NL' end,
  case when d.i % 9 = 0 then 'Please ring the bell.' end, true,
  subtotal, fee, tax, subtotal + fee, coalesce(allergens, '{}'), units, placed_at, newest.at
from drafts d
join sums using (i) join fees using (i) join taxes using (i) join newest using (i) left join contained using (i)
left join buyers on buyers.no = d.buyer
order by d.i;

create temp table lined as
select l.*, uuidv7(placed_at - now()) as id, d.id as order_id from lines l join drafts d using (i);

analyze lined;

insert into order_items (id, order_id, position, cake_id, variant_id, cake_name, variant_name, inscription, quantity,
  unit_price, total, tax_rate_basis_points, production_units, allergens)
select id, order_id, position, cake_id, variant_id, cake_name, variant_name, case when i % 6 = 0 then 'Happy birthday' end,
  quantity, unit_price, quantity * unit_price, tax_rate, quantity * units, allergens
from lined order by i, position;

insert into order_item_options (order_item_id, position, option_id, group_name, name, surcharge)
select lined.id, option.ordinality - 1, (value ->> 'id')::uuid, value ->> 'group', value ->> 'name', (value ->> 'surcharge')::int
from lined cross join json_array_elements(options) with ordinality option;

insert into order_events (order_id, version, at, status, action, by_role, overrode, slot_date)
select d.id, version, at, s.status, action, case when by_role = 'STAFF' or buyer is not null then by_role end, '{}', slot_date
from steps s join drafts d using (i) order by i, version;

insert into order_words (word, order_id)
select distinct word, id from orders
cross join regexp_split_to_table(lower(concat_ws(' ', number, replace(number, '-', ''), contact_name, contact_email, contact_phone,
  contact_phone_key)), '[^a-z0-9]+') word
order by word, id;
insert into customer_words (word, customer_id)
select distinct word, id from customers
cross join regexp_split_to_table(lower(concat_ws(' ', name, email, phone, replace(phone, ' ', ''))), '[^a-z0-9]+') word;

-- A month of them is kept. Of an empty table Postgres would believe that it stays so, and look through all of it.
insert into idempotency_keys (principal, operation, key, input_hash, order_id, created_at)
select coalesce(customer_id::text, 'guest'), 'placeOrder', md5(id::text), encode(sha256(id::text::bytea), 'hex'), id, placed_at
from orders where placed_at > now() - interval '29 days';

insert into day_usage (date, booked)
select slot_date, sum(production_units) from orders where status not in ('CANCELLED', 'DECLINED') group by 1;
insert into slot_usage (method, date, start_time, booked)
select method, slot_date, slot_start, count(*) from orders where status not in ('CANCELLED', 'DECLINED') group by 1, 2, 3;
