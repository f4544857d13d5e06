"""修改历史: changes, who wrote what, bringing a chapter back."""
