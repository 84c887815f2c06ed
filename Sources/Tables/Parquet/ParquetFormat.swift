#if Formats

/// Columns in groups of rows, encoded and compressed (Apache Parquet).
struct ParquetFormat: TableFormat {
  let names = (one: "a Parquet file", several: "Parquet files")
  let endings = ["parquet", "pq"]
  let looseEndings: [String] = []
  let contentTypes = ["application/vnd.apache.parquet"]
  let holdsText = true

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    beginning.starts(with: Array("PAR1".utf8))
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try ParquetTable(input) }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    try ParquetSink(outline, format: self)
  }
}

#endif
