-- Calls to some numbers must not be recorded: a works council, a doctor, a country says so.
alter table number add column recorded boolean not null default true;
