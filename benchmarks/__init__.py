"""Speed and memory of the model beside its peers: `make bench`. Never part of the tests, never of CI."""
