#include <stddef.h>
#include <stdint.h>

// libFuzzer, from inside a program: runs the body with one input after the other.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*body)(const uint8_t *bytes, size_t count));
