import CVectorscan

/// The scratch space that the matching library needs for one scan at a time.
@safe
final class MatcherScratch {
  private var scratch: OpaquePointer?
  /// Kept alive so that its identity cannot be taken by another.
  private var preparedFor: PatternDatabase?

  /// The space, fit for `database`; nil if memory ran out.
  func space(for database: PatternDatabase) -> OpaquePointer? {
    if let preparedFor, preparedFor === database { return unsafe scratch }
    // SAFETY: hs_alloc_scratch takes a null or an earlier scratch and keeps or grows it in place.
    let status = unsafe hs_alloc_scratch(database.pointer, &scratch)
    guard status == HS_SUCCESS else {
      preparedFor = nil
      return nil
    }
    preparedFor = database
    return unsafe scratch
  }

  deinit {
    // SAFETY: no scan is running: this object is confined to one thread and is going away.
    unsafe hs_free_scratch(scratch)
  }
}
