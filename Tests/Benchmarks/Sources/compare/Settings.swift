/// How much is measured.
struct Settings {
  /// How often each figure is taken; its median counts.
  var rounds: Int
  /// How many jobs in a lap.
  var jobs: Int
  /// How many are pending where very many must be.
  var pending: Int
  /// With how many workers.
  var workers: [Int]

  /// Says on standard error how far the measurement is.
  func report(round: Int, of section: String) {
    StandardError.write("\(section): round \(round + 1) of \(rounds)\n")
  }

  /// A number of workers, in words.
  static func workers(_ count: Int) -> String { count == 1 ? "1 worker" : "\(count) workers" }
}
