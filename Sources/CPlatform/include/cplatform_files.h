#ifndef CPLATFORM_FILES_H
#define CPLATFORM_FILES_H

#include <sys/types.h>

// Opens a file without a name in a folder, to be written. Returns its descriptor, or -1 and errno.
int cplatform_open_unnamed(const char *folder);

// Lets this process have as many descriptors as the system allows it; what it starts may have as many
// as it could before.
void cplatform_raise_file_limit(void);

// Gives a process that this one started, or the calling one for 0, the limit from before.
void cplatform_give_back_file_limit(pid_t process);

// Puts something in the place of each standard descriptor that is closed, so that no file that is
// opened gets it; reading and writing there fail as before.
void cplatform_occupy_standard_places(void);

#endif
