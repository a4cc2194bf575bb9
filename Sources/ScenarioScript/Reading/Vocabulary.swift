// The keys of the language, in one place: those this version plays, and those it only knows. A later
// version makes a key real by moving it over and reading it.

/// The keys of one kind of mapping.
struct Vocabulary {
  /// Keys that are read and played.
  var played: [String]
  /// Keys of the language that this version does not play.
  var notYetPlayed: [String] = []

  static let scenario = Vocabulary(
    played: [
      "version", "name", "description", "seed", "pool", "defaults", "jobs", "submit", "observe",
      "collect", "events", "on_failure", "finish", "expect",
    ])
  static let event = Vocabulary(played: ["at", "do", "filter", "to", "index", "cancel"])

  static let pool = Vocabulary(
    played: ["kind", "workers", "name", "capacity", "when_full"],
    notYetPlayed: ["max_tasks_per_worker"])

  static let job = Vocabulary(
    played: [
      "sleep", "busy", "result", "fail", "log", "timeout", "retries", "priority", "weight",
      "depends_on",
    ],
    notYetPlayed: ["command", "crash", "env", "cwd", "success_exit_codes"])
  static let retries = Vocabulary(played: ["max", "delay", "backoff", "jitter"])

  static let failure = Vocabulary(played: ["keys", "rate", "first_attempts", "error"])
  static let jobLog = Vocabulary(played: ["start", "finish"])
  static let entryLog = Vocabulary(played: ["submit"])
  static let observe = Vocabulary(played: ["every"])

  static let entry = Vocabulary(
    played: [
      "job", "count", "at", "after", "every", "for", "arrivals", "think", "submitters", "name",
      "key", "log", "priority", "tags",
    ])
  static let arrivals = Vocabulary(played: ["start", "stages", "arrival"])
  static let stage = Vocabulary(played: ["for", "to"])

  static let expect = Vocabulary(
    played: [
      "succeeded", "failed", "cancelled", "crashed", "timed_out", "results", "makespan",
      "tolerance", "order", "retried", "max_wait", "max_queue",
    ])

  static let uniform = Vocabulary(played: ["uniform", "step"])
  static let exponential = Vocabulary(played: ["exponential", "max"])
  static let normal = Vocabulary(played: ["normal", "sd", "min"])
  static let choice = Vocabulary(played: ["choice", "weights"])
}
