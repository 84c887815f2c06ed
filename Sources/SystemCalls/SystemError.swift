#if !os(Windows) && !os(WASI)

import SystemLibrary

/// A failed system call, in words.
package struct SystemError: Error, Sendable, Hashable {
  private let number: Int32

  /// The failure of a call that answers with its number.
  init(failure number: Int32) { self.init(number: number) }

  private init(number: Int32) { self.number = number }

  /// The failure of the call before; to be taken at once.
  static var last: SystemError { SystemError(number: errno) }

  /// There is nothing of the name.
  package static var absence: SystemError { SystemError(number: ENOENT) }
  /// The name is taken.
  package static var presence: SystemError { SystemError(number: EEXIST) }
  /// Links lead to links without an end.
  package static var circle: SystemError { SystemError(number: ELOOP) }
  /// A folder cannot be read as a file is.
  package static var folder: SystemError { SystemError(number: EISDIR) }
  /// A signal came in between.
  package static var interruption: SystemError { SystemError(number: EINTR) }
  /// The call would have waited and was told not to.
  package static var wait: SystemError { SystemError(number: EAGAIN) }

  /// Whether no more files can be open.
  package var isOfOpenFiles: Bool { number == EMFILE || number == ENFILE }

  /// Whether a file system makes no promise of the kind.
  var isOfPromise: Bool { [EINVAL, ENOTSUP, EROFS, ENOSYS].contains(number) }

  /// Whether bytes did not reach the disk, and not the name.
  package var isOfDevice: Bool { [ENOSPC, EDQUOT, EFBIG, EIO].contains(number) }

  /// What went wrong.
  package var cause: String {
    switch number {
    case ENOENT: "there is no such file or directory"
    case EACCES, EPERM: "permission is denied"
    case ENOTDIR: "a part of the path is no directory"
    case EISDIR: "it is a directory"
    case EROFS: "the file system is read-only"
    case ENOSPC: "no space is left on the device"
    case EDQUOT: "the disk quota is used up"
    case EFBIG: "the file would be larger than allowed"
    case EPIPE: "the reader has closed the pipe"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "its symbolic links go round in a circle"
    case EMFILE, ENFILE: "too many files are open"
    case EBADF: "it is closed"
    case ECONNREFUSED: "nobody listens there"
    case EHOSTUNREACH, ENETUNREACH, ETIMEDOUT: "no machine answers there"
    case EIO: "the device reports an error"
    default: String(cString: strerror(number))
    }
  }

  /// What would cure it.
  package var cure: String {
    switch number {
    case ENOENT, ENOTDIR: "check the path"
    case EACCES, EPERM: "check the permissions"
    case EROFS, ENAMETOOLONG, ELOOP: "choose another path"
    case EISDIR: "name a file"
    case ENOSPC, EDQUOT, EFBIG: "make room or write elsewhere"
    case EPIPE: "let the next command read to the end"
    case EMFILE, ENFILE: "close some"
    case EBADF: "leave it open, or send it to a file"
    case ECONNREFUSED: "see whether the other program runs, and which address and port it has"
    case EHOSTUNREACH, ENETUNREACH, ETIMEDOUT: "check the machine's name or number, and what lets connections through"
    default: "try again or use another path"
    }
  }
}

#endif
