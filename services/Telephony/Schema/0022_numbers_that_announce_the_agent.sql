-- Some numbers tell callers the number of the agent who serves them, when that agent answers.
alter table number add column announce_agent boolean not null default false;
