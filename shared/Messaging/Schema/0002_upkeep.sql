-- The service's role has no DDL: it may only call keep_partitions(), which runs with the rights of the owner and has
-- no argument
-- through which anything else could be created or dropped, so anybody who may enter the database may call it.

create function msg.uuid_at(day date) returns uuid
  language sql immutable strict parallel safe
  as $$
    select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
    from (select lpad(to_hex((extract(epoch from day::timestamp) * 1000)::bigint), 12, '0')) as t (h)
  $$;

comment on function msg.uuid_at is
  'The smallest UUID whose first 48 bits are the midnight (UTC) of that day, as in a UUIDv7';

create function msg.keep_partitions_at(today date) returns table (created integer, dropped integer)
  language plpgsql
  set search_path = pg_catalog
  set lock_timeout = '2s'
  as $$
  declare
    d date;
    name text;
  begin
    created := 0;
    dropped := 0;
    for d in select generate_series(today - 1, today + 7, interval '1 day')::date loop
      name := 'event_log_' || to_char(d, 'YYYYMMDD');
      if to_regclass('msg.' || name) is null then
        execute format('create table msg.%I partition of msg.event_log for values from (%L) to (%L)', name, d, d + 1);
        created := created + 1;
      end if;
      name := 'inbox_' || to_char(d, 'YYYYMMDD');
      if to_regclass('msg.' || name) is null then
        execute format('create table msg.%I partition of msg.inbox for values from (%L) to (%L)',
          name, msg.uuid_at(d), msg.uuid_at(d + 1));
        created := created + 1;
      end if;
    end loop;

    -- A day that still has an unpublished or parked event stays until somebody has decided about it.
    for name, d in
      select c.relname, to_date(right(c.relname, 8), 'YYYYMMDD')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'msg' and c.relkind = 'r' and c.relname ~ '^event_log_[0-9]{8}$'
    loop
      if d < today - 30
        and not exists (select 1 from msg.outbox o where o.day = d)
        and not exists (select 1 from msg.outbox_parked p where p.day = d) then
        execute format('drop table msg.%I', name);
        dropped := dropped + 1;
      end if;
    end loop;
    for name, d in
      select c.relname, to_date(right(c.relname, 8), 'YYYYMMDD')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'msg' and c.relkind = 'r' and c.relname ~ '^inbox_[0-9]{8}$'
    loop
      if d < today - 45 then
        execute format('drop table msg.%I', name);
        dropped := dropped + 1;
      end if;
    end loop;

    -- Ids that carry no time of ours lie in the default partition.
    delete from msg.inbox_default
    where ctid in (select i.ctid from msg.inbox_default i where i.processed_at < today - 45 limit 10000);
    return next;
  end
  $$;

create function msg.keep_partitions() returns table (created integer, dropped integer)
  language sql security definer
  set search_path = pg_catalog
  as $$ select created, dropped from msg.keep_partitions_at((clock_timestamp() at time zone 'utc')::date) $$;

comment on function msg.keep_partitions is
  'Creates the partitions of the coming 7 days, drops logs over 30 and inbox rows over 45 days old';

revoke all on function msg.keep_partitions_at(date) from public;

select created, dropped from msg.keep_partitions();
