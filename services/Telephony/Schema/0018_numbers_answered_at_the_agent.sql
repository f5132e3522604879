-- Callers of some numbers wait without being answered: what they hear comes as early media, and costs them nothing.
alter table number add column answer text not null default 'at-once' check (answer in ('at-once', 'at-agent'));
