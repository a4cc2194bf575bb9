#ifndef CPLATFORM_H
#define CPLATFORM_H

#include "cplatform_signals.h"
#include "cplatform_threads.h"

#endif
