#ifndef CPLATFORM_MEMORY_H
#define CPLATFORM_MEMORY_H

// Has the allocator give memory back to the system as soon as a large piece is free, where it can.
void cplatform_memory_return_early(void);

#endif
