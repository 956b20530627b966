"""The rules of the house. Standard library only: no Qt, no clock, no files.

Glossary. These words are used in code, files, screens and docs alike.

Document        one of the four articles the content comes from
Claim           one paraphrased statement in a document (``G25``), with its figures as printed
Disagreement    a topic on which documents differ (``D1`` to ``D26``)
Step            something a person can do: stretch, bath, magnesium, breathe
Guide           an ordered list of cues (text, seconds, side, picture) to follow with a timer
Condition       a health fact the gate knows
Profile         the person's dated answers (yes, no, unknown), clinician OKs, blood tests, medicines
Verdict         what the gate says of a step for a profile, always with reasons
Spacing rule    two things that must be some hours apart
Routine         the chosen steps with timing, nights and reminders; bedtime and wake time
Night           the local date on which the evening began; it turns over at noon, never at midnight
Evening         the plan of one night: planned steps, medicines as marks, conflicts
Limit           what keeps a step by itself: its window before bedtime, the pauses of iron
Conflict        a rule that an evening breaks, in words
Fix             the nearest time for a step of a conflict at which every rule is met
Reminder        one occurrence with an id, a due time, an expiry
Mark            done, skip or snooze on tonight's step; undo takes the last one back
Flare-up        one night-time episode: opened, what was done, how it ended
Course          how one flare-up goes, from the first screen to "How are your legs?"
Episode         flare-ups of one Night soon after one another, told as one with rounds
Check-in        the morning entry
Chip            something that happened that day, ticked in the check-in; some are the person's own
Weekly check    seven answers about the days, once a week if wished
Journal         all that happened: an append-only record of events
Experiment      one step, nights with and without it by chance, sealed at the start, judged once
Arm             what chance gave a night of an experiment: with the step, or without
Run-in          the ordinary diary nights before an experiment
Report          what a doctor is told of some weeks: page one as blocks of rows, each night behind it
Bedside card    tonight and the flare-up in pictures, on one printed page
"""
