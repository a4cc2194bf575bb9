internal import CAffinity

/// Which processors a thread may run on.
package enum Affinity {
  /// The processors that the calling thread may run on, among the first 1024.
  package static var current: [Int] {
    (0..<1024).filter { affinity_has(Int32($0)) }
  }

  /// Keeps the calling thread, and the threads that it starts from now on, on some processors.
  package static func set(_ processors: [Int]) {
    set(processors, ofProcess: 0)
  }

  /// Keeps the main thread of another process, and what it starts from now on, on some processors.
  package static func set(_ processors: [Int], ofProcess id: Int32) {
    affinity_set(id, processors.map(Int32.init), Int32(processors.count))
  }
}
