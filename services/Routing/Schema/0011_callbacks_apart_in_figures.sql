-- Calls that call a customer back are counted apart.
alter table figure_visit add column callback_id uuid;
alter table figure_visit drop constraint figure_visit_outcome_check;
alter table figure_visit add constraint figure_visit_outcome_check check (outcome in (
  'answered', 'abandoned', 'callback', 'called-back', 'lost', 'moved', 'ended', 'not-routable'));
