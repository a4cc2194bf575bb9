/// Which attempts of a job fail, and what they say.
package struct FailurePlan: Sendable, Equatable {
  /// The keys that fail.
  package var keys: [Int]?
  /// The share of attempts that fail, from 0 to 1.
  package var rate: Double?
  /// Only so many attempts of a submission fail, the first ones.
  package var firstAttempts: Int?
  /// What the error says; `nil` leaves it to the player.
  package var error: Template?

  /// Says whether an attempt fails.
  ///
  /// It does when its key is listed or the rate's draw hits it; with neither keys nor a rate,
  /// always. With first attempts, later ones never fail.
  package func fails(key: Int, _ source: DrawSource) -> Bool {
    if let firstAttempts, source.attempt > firstAttempts { return false }
    if keys == nil, rate == nil { return true }
    if let keys, keys.contains(key) { return true }
    guard let rate else { return false }
    var generator = source.generator(for: .failure)
    return generator.nextUnit() < rate
  }
}
