#ifndef CPLATFORM_FILES_H
#define CPLATFORM_FILES_H

// Opens a file without a name in a folder, to be written. Returns its descriptor, or -1 and errno.
int cplatform_open_unnamed(const char *folder);

// Puts something in the place of each standard descriptor that is closed, so that no file that is
// opened gets it; reading and writing there fail as before.
void cplatform_occupy_standard_places(void);

#endif
