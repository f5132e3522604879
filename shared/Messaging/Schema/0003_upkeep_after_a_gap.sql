-- Upkeep that was missed for more than a week leaves rows in the default partitions, and a partition for rows that lie
-- there cannot be created: now they are moved into it in the same transaction.

create function msg.make_partition(parent text, name text, lower text, upper text) returns boolean
  language plpgsql
  set search_path = pg_catalog
  as $$
  declare
    key text := case parent when 'event_log' then 'day' else 'message_id' end;
    columns text;
  begin
    if to_regclass('msg.' || name) is not null then
      return false;
    end if;
    -- Nobody writes to the default from here on, so nothing can come after what is moved.
    execute format('lock table msg.%I in access exclusive mode', parent || '_default');
    execute format('create table msg.%I (like msg.%I including defaults)', name, parent);
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns
    from pg_attribute a
    where a.attrelid = to_regclass('msg.' || parent) and a.attnum > 0 and not a.attisdropped;
    execute format('with moved as (delete from msg.%I where %I >= %L and %I < %L returning %s)
      insert into msg.%I (%s) select %s from moved',
      parent || '_default', key, lower, key, upper, columns, name, columns, columns);
    execute format('alter table msg.%I attach partition msg.%I for values from (%L) to (%L)',
      parent, name, lower, upper);
    return true;
  end
  $$;

comment on function msg.make_partition is
  'Makes a day''s partition and moves what lies in the default for it; false when it is there already';

create or replace function msg.keep_partitions_at(today date) returns table (created integer, dropped integer)
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
    -- The coming week, and every day for which rows lie in the default.
    for d in
      select generate_series(today - 1, today + 7, interval '1 day')::date
      union
      select l.day from msg.event_log_default l
      order by 1
    loop
      if msg.make_partition('event_log', 'event_log_' || to_char(d, 'YYYYMMDD'), d::text, (d + 1)::text) then
        created := created + 1;
      end if;
    end loop;
    for d in
      select s.day::date
      from generate_series(today - 45, today + 7, interval '1 day') as s (day)
      where s.day >= today - 1 or exists (
        select 1 from msg.inbox_default i
        where i.message_id >= msg.uuid_at(s.day::date) and i.message_id < msg.uuid_at(s.day::date + 1))
      order by 1
    loop
      if msg.make_partition('inbox', 'inbox_' || to_char(d, 'YYYYMMDD'),
        msg.uuid_at(d)::text, msg.uuid_at(d + 1)::text) then
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

revoke all on function msg.make_partition(text, text, text, text) from public;

select created, dropped from msg.keep_partitions();
