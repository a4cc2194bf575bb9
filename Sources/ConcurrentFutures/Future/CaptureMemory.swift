// What a closure captured lies in an object, which the submitter's thread makes and the worker's
// would free. With glibc's malloc both then change one line of memory for each job, and the
// submitter gets memory back that the worker wrote last: 4.1 million empty jobs a second, one
// worker, were 4.8 without that, and 4.4 were 5.1 with two.
//
// So the worker drops what was captured, and leaves the memory of the object to whoever lets the
// future go, which is made next to it. Swift has a way for that: when nobody holds an object, it is
// deinitialized, and its memory stays for as long as an unowned reference to it does.
//
// That is for the objects that the compiler makes. A closure that captured nothing but one object
// has that for its context, or the storage of one array: these go whole, as soon as they may.

/// The memory of what closures captured.
@usableFromInline
enum CaptureMemory: Sendable {
  /// What the metadata of such an object begins with.
  ///
  /// It is `HeapLocalVariable` of the compiler's MetadataKind.def; a class has another number there.
  private static let kind: UInt = 0x400

  /// A reference to an object's memory.
  private struct Reference {
    unowned(safe) let object: AnyObject
  }

  /// Has the memory of a closure's context stay after its end, until it is let go of; does nothing
  /// where it had better not.
  ///
  /// - Parameters:
  ///   - context: The second word of a closure, which the caller holds.
  ///   - place: Is 0; where the memory is noted.
  @usableFromInline
  static func keep(_ context: UInt, in place: inout UInt) {
    guard let address = unsafe UnsafeRawPointer(bitPattern: context),
      unsafe address.load(as: UnsafePointer<UInt>.self).pointee == kind
    else { return }
    unsafe Unmanaged<AnyObject>.fromOpaque(address)._withUnsafeGuaranteedRef { object in
      unsafe withReference(in: &place) { unsafe $0.initialize(to: Reference(object: object)) }
    }
  }

  /// Lets go of the memory that is noted in a place, which frees it if its closure is gone.
  static func letGo(in place: inout UInt) {
    unsafe withReference(in: &place) { _ = unsafe $0.deinitialize(count: 1) }
    place = 0
  }

  private static func withReference(
    in place: inout UInt, _ body: (UnsafeMutablePointer<Reference>) -> Void
  ) {
    unsafe withUnsafeMutablePointer(to: &place) {
      unsafe $0.withMemoryRebound(to: Reference.self, capacity: 1) { unsafe body($0) }
    }
  }
}
