-- When the person behind a session last confirmed who they are; what is dangerous asks for it.
ALTER TABLE sessions ADD COLUMN stepped_up_at timestamptz;
