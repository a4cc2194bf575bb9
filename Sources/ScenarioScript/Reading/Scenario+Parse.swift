extension Scenario {
  /// The largest file, in bytes; of a larger one no more need be read.
  package static let largestFile = TextCheck.largestFile

  /// Reads a scenario file.
  ///
  /// Reads nothing but the bytes it is given. Safe with any bytes: what is too large, too deep or
  /// no text is an error like any other.
  ///
  /// - Parameters:
  ///   - bytes: What the file holds.
  ///   - file: The file's name as the user gave it; errors begin with it.
  ///   - poolKind: What the workers shall be, whatever the file says; `nil` leaves it to the file.
  /// - Returns: The scenario, ready to be played.
  /// - Throws: ``ScenarioErrors``, with everything that is wrong with the file.
  package static func parse(
    _ bytes: [UInt8], file: String, poolKind: PoolPlan.Kind? = nil
  ) throws(ScenarioErrors) -> Scenario {
    var reader = ScenarioReader()
    reader.poolKind = poolKind
    do throws(DocumentError) {
      let source = SourceText(try TextCheck.text(of: bytes))
      reader.source = source
      if let document = try DocumentReader.read(source), !document.isNull {
        if let scenario = reader.scenario(document, file: file), reader.problems.isEmpty {
          return scenario
        }
      } else {
        reader.problems.add(.start, "the file says nothing; a scenario says at least its 'jobs'")
      }
    } catch {
      reader.problems.add(error.place, error.sentence)
    }
    throw reader.problems.errors(file: file)
  }
}
