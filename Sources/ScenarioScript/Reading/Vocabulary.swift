/// The keys of one kind of mapping; those of the whole language are in this one place.
struct Vocabulary {
  /// The keys, in the order in which people read them.
  var keys: [String]

  static let scenario = Vocabulary(
    keys: [
      "version", "name", "description", "seed", "pool", "defaults", "jobs", "submit", "observe",
      "collect", "events", "on_failure", "finish", "expect",
    ])
  static let event = Vocabulary(keys: ["at", "do", "filter", "to", "index", "cancel"])

  static let pool = Vocabulary(
    keys: ["kind", "workers", "name", "capacity", "when_full", "max_tasks_per_worker"])

  static let job = Vocabulary(
    keys: [
      "sleep", "busy", "result", "fail", "log", "timeout", "retries", "priority", "weight",
      "depends_on", "command", "env", "cwd", "success_exit_codes", "crash",
    ])
  static let crash = Vocabulary(keys: ["keys", "signal"])
  static let retries = Vocabulary(keys: ["max", "delay", "backoff", "jitter"])

  static let failure = Vocabulary(keys: ["keys", "rate", "first_attempts", "error"])
  static let jobLog = Vocabulary(keys: ["start", "finish"])
  static let entryLog = Vocabulary(keys: ["submit"])
  static let observe = Vocabulary(keys: ["every"])

  static let entry = Vocabulary(
    keys: [
      "job", "count", "at", "after", "every", "for", "arrivals", "think", "submitters", "name",
      "key", "log", "priority", "tags",
    ])
  static let arrivals = Vocabulary(keys: ["start", "stages", "arrival"])
  static let stage = Vocabulary(keys: ["for", "to"])

  static let expect = Vocabulary(
    keys: [
      "succeeded", "failed", "cancelled", "crashed", "timed_out", "results", "makespan",
      "tolerance", "order", "retried", "max_wait", "max_queue",
    ])

  static let uniform = Vocabulary(keys: ["uniform", "step"])
  static let exponential = Vocabulary(keys: ["exponential", "max"])
  static let normal = Vocabulary(keys: ["normal", "sd", "min"])
  static let choice = Vocabulary(keys: ["choice", "weights"])
}
