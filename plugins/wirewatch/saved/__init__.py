"""Pages saved by a person or an archive: HTML files and WARC files, as answers like those we fetch."""
