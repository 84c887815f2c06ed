// Nothing of the libraries is seen from Swift: the target CFormats stands between.
