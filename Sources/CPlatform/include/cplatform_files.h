#ifndef CPLATFORM_FILES_H
#define CPLATFORM_FILES_H

// Opens a file without a name in a folder, to be written. Returns its descriptor, or -1 and errno.
int cplatform_open_unnamed(const char *folder);

#endif
