internal import CPlatform
internal import Glibc

/// A page of memory that two processes share: a few numbers that each writes and the other reads,
/// without a message.
@safe
package final class SharedPage: @unchecked Sendable {
  // @unchecked: every access of the memory is atomic.
  private let memory: UnsafeMutableRawPointer
  /// What the other process maps.
  package let descriptor: Int32

  /// Makes a page of zeros.
  package convenience init() throws(SystemError) {
    let descriptor = cplatform_page_open()
    guard descriptor >= 0 else { throw SystemError(call: "memfd_create", code: errno) }
    try self.init(mapping: descriptor)
  }

  /// Maps a page that another process made; owns the descriptor from then on.
  package init(mapping descriptor: Int32) throws(SystemError) {
    guard let memory = unsafe cplatform_page_map(descriptor) else {
      let code = errno
      close(descriptor)
      throw SystemError(call: "mmap", code: code)
    }
    unsafe self.memory = memory
    self.descriptor = descriptor
  }

  deinit {
    unsafe cplatform_page_unmap(memory)
    close(descriptor)
  }

  /// One of the page's numbers, by its place from 0 to 511.
  package subscript(word: Int) -> UInt64 {
    get { unsafe cplatform_page_load(memory, Int32(word)) }
    set { unsafe cplatform_page_store(memory, Int32(word), newValue) }
  }
}
