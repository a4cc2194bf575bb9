#ifndef CPLATFORM_H
#define CPLATFORM_H

#include "cplatform_files.h"
#include "cplatform_memory.h"
#include "cplatform_sessions.h"
#include "cplatform_signals.h"
#include "cplatform_spawn_command.h"
#include "cplatform_threads.h"
#include "cplatform_ticks.h"
#include "cplatform_wake.h"
#include "cplatform_worker.h"

#endif
