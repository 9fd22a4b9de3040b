"""Reading a listing: by the site's search, or page by page, with what earlier runs read of it."""
