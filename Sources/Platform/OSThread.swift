private import CPlatform
private import Glibc

/// A thread of its own, made by the system: never one of Swift's cooperative pool or Dispatch's.
///
/// Whoever starts one joins it or detaches it.
package struct OSThread: Sendable, Hashable {
  private let handle: pthread_t

  /// What the kernel keeps of a thread's name, in bytes.
  package static let nameLimit = 15

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - name: Its name. Where the kernel cannot hold it whole, it keeps the end, which is the part
  ///     that tells workers apart.
  ///   - attachment: What code on this thread finds as ``currentAttachment``.
  ///   - runsUserCode: Whether what it runs is not this package's. Such a thread has the signals
  ///     blocked that the main thread has, because the programs that it starts have them, too. Any
  ///     other has all blocked but those of a crash.
  ///   - body: What it does.
  /// - Returns: The thread, which runs already.
  /// - Throws: ``SystemError``, when the system refuses another thread.
  package static func start(
    name: String, attachment: (any AnyObject & Sendable)? = nil, runsUserCode: Bool = false,
    _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) -> OSThread {
    let start = unsafe Unmanaged.passRetained(
      ThreadStart(name: name, attachment: attachment, body: body))
    var handle = pthread_t()
    let code = unsafe cplatform_thread_start(
      &handle, { unsafe cplatform_thread_run({ unsafe threadMain($0) }, $0) }, start.toOpaque(),
      runsUserCode ? 1 : 0)
    guard code == 0 else {
      unsafe start.release()
      throw SystemError(call: "pthread_create(\(name))", code: code)
    }
    return OSThread(handle: handle)
  }

  /// Waits until the thread has ended.
  package func join() {
    pthread_join(handle, nil)
  }

  /// Lets the thread end by itself, unwaited for.
  package func detach() {
    pthread_detach(handle)
  }

  /// The thread that asks.
  package static var current: OSThread { OSThread(handle: pthread_self()) }

  /// The kernel's id of the thread that asks.
  package static var currentID: UInt64 {
    UInt64(cplatform_thread_id())
  }

  /// What the thread that asks was started with; `nil` on threads that somebody else started.
  package static var currentAttachment: AnyObject? {
    guard let pointer = unsafe cplatform_thread_attachment() else { return nil }
    return unsafe Unmanaged<AnyObject>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Runs a body as if the thread that asks had been started with something else.
  package static func withAttachment<Result>(
    _ attachment: AnyObject, _ body: () throws -> Result
  ) rethrows -> Result {
    let before = unsafe cplatform_thread_attachment()
    unsafe cplatform_thread_set_attachment(Unmanaged.passUnretained(attachment).toOpaque())
    defer { unsafe cplatform_thread_set_attachment(before) }
    return try withExtendedLifetime(attachment, body)
  }

  /// The part of a name that the kernel can hold: at most 15 bytes of its end.
  package static func kernelName(_ name: String) -> String {
    var scalars = name.unicodeScalars[...]
    while scalars.reduce(0, { $0 + UTF8.width($1) }) > nameLimit {
      scalars.removeFirst()
    }
    return String(scalars)
  }
}

/// What a thread is born with.
private final class ThreadStart: Sendable {
  let name: String
  let attachment: (any AnyObject & Sendable)?
  let body: @Sendable () -> Void

  init(
    name: String, attachment: (any AnyObject & Sendable)?, body: @escaping @Sendable () -> Void
  ) {
    self.name = name
    self.attachment = attachment
    self.body = body
  }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
  unsafe cplatform_thread_set_name(OSThread.kernelName(start.name))
  if let attachment = start.attachment {
    unsafe cplatform_thread_set_attachment(Unmanaged.passUnretained(attachment).toOpaque())
  }
  // `start` keeps the attachment alive for as long as the body runs.
  withExtendedLifetime(start) {
    start.body()
    cplatform_thread_set_attachment(nil)
  }
  return nil
}
