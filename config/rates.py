"""How often one caller may do what costs, as "so many/so many seconds": what settings propose.

``…_staff`` is for people with an account (plans/system/limits.py). Of what is done at once the
second figure is the wait that a refusal proposes.
"""

USUAL = {
    "files": "120/600",
    "files_staff": "300/600",
    "comparisons": "120/600",
    "comparisons_staff": "600/600",
    "letters": "20/600",
    "letters_staff": "20/600",
    "redlines": "90/60",
    "redlines_staff": "180/60",
    "redlines_at_once": "2/5",
    "redlines_at_once_all": "4/5",
    "suggestions_unchecked": "5/600",
    "suggestions": "20/600",
    "suggestions_staff": "60/600",
    "suggestions_unchecked_round": "120/600",
    "suggestions_round": "600/600",
    "suggestion_files": "5/3600",
    "suggestion_files_round": "300/3600",
    "suggestion_mails": "5/3600",
    "suggestion_mails_to": "2/86400",
    "suggestion_mails_round": "300/3600",
}

FREE_GUESSES = {"own": 5, "account": 10, "address": 20}
"""Wrong guesses of a secret without a wait (plans/system/guessing.py): of an account at one address
or known device, of an account at all other devices together, of an address."""
